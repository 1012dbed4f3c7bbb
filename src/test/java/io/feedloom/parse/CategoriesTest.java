package io.feedloom.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoriesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <category><a href="/n">News</a>, <a href="/w">World</a></category>                     | News;World
          <category><name>News</name><name>World</name></category>                               | News;World
          <category><ul><li>News</li><li>World</li></ul></category>                              | News;World
          <category><category>News</category><category>World</category></category>               | News;World
          <category>News<br/>World</category>                                                    | News;World
          <category><i term="News"/><i label="World"/></category>                                | News;World
          <category><p><b>News</b></p><p>World</p></category>                                    | News;World
          <category>Big <b>News</b> today</category>                                             | Big News today
          <category><b>News</b></category>                                                       | News
          <category><![CDATA[<a href="/n">News</a>, <a href="/w">World</a>]]></category>         | News;World
          <category>&lt;ul&gt;&lt;li&gt;News&lt;li&gt;World&lt;/ul&gt;</category>                | News;World
          <category><![CDATA[News<br>World]]></category>                                         | News;World
          <category><![CDATA[Big <b>News</b> today]]></category>                                 | Big News today
          <category><![CDATA[List<T>]]></category>                                               | List<T>
          <category>AT&amp;amp;T, Inc.</category>                                                | AT&T, Inc.
          <categories><category>News</category><category>World</category></categories>           | News;World
          <dc:subject><x>News</x><x>World</x></dc:subject>                                       | News;World
          <dc:subject>&lt;a&gt;News&lt;/a&gt; &lt;a&gt;World&lt;/a&gt;</dc:subject>              | News;World
          <media:keywords>News, World</media:keywords>                                           | News;World
          <tags><tag>News</tag><tag>World</tag></tags>                                           | News;World
          <atom:category><x>News</x><x>World</x></atom:category>                                 | News;World
          """)
  void eachChildOfACategoryIsACategory(String written, String terms) {
    var entry = Feeds.rss("<title>t</title>" + written);
    assertThat(entry.categories())
        .extracting(category -> category.term())
        .containsExactly(terms.split(";"));
  }

  @Test
  void childrenHaveTheSchemeOfTheirCategory() {
    var entry = Feeds.rss("<title>t</title><category domain='d'><x>News</x></category>");
    assertThat(entry.categories().getFirst().scheme()).contains("d");
  }
}
