package io.feedloom.extract;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Finds the article in a page. The same page always gives the same article. */
public final class ArticleExtractor {
  private ArticleExtractor() {}

  /**
   * Returns the article of a page.
   *
   * @param contentType the HTTP header, if there was one
   * @param address where the page was found, after redirects
   */
  public static Article extract(
      byte[] body, Optional<String> contentType, URI address, ExtractOptions options) {
    return extract(PageCharset.decode(body, contentType), address, options);
  }

  /** Returns the article of a page that is known as text. */
  public static Article extract(String html, URI address, ExtractOptions options) {
    Document document = Jsoup.parse(StepBudget.cut(html), address.toString());
    var tree = new PageTree(document.body(), new ClassHints(), new StepBudget());
    new PageChrome(tree).remove(true);
    int root = new ContentFinder(tree).find();
    new ArticlePruner(tree).prune(root);
    var content = new ContentWriter(tree, address).write(root);
    return new Article(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        content,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Article.Kind.ARTICLE);
  }
}
