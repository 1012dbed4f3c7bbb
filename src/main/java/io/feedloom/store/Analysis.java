package io.feedloom.store;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * How text becomes words, in any language: at the boundaries of Unicode Standard Annex 29, by a
 * dictionary where a script of South East Asia has no spaces, and in pairs of letters where
 * Chinese, Japanese or Korean is written; folded, so that case, accents, width and the forms of a
 * letter make no difference.
 */
final class Analysis {
  /** The longest word that is told from another. */
  private static final int LONGEST = 255;

  /** By UAX 29 alone: twice as fast. */
  static final Analyzer PLAIN = new Words(false);

  private static final Analyzer BY_DICTIONARY = new Words(true);

  private Analysis() {}

  /** What kind of text it is; of one entry each has its own stream. */
  enum Part {
    TITLE,
    AUTHORS,
    CONTENT,
    SUMMARY
  }

  private static final class Words extends Analyzer {
    private final boolean byDictionary;

    Words(boolean byDictionary) {
      super(PER_FIELD_REUSE_STRATEGY);
      this.byDictionary = byDictionary;
    }

    /** Between two texts of an entry, so that no phrase reaches from one into the other. */
    @Override
    public int getPositionIncrementGap(String field) {
      return 100;
    }

    @Override
    protected TokenStreamComponents createComponents(String part) {
      Tokenizer tokenizer =
          byDictionary
              ? new ICUTokenizer(new DefaultICUTokenizerConfig(false, true))
              : new StandardTokenizer();
      var folded = new LengthFilter(new ICUFoldingFilter(tokenizer), 1, LONGEST);
      int all = CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA;
      var pairs = new CJKBigramFilter(folded, all | CJKBigramFilter.HANGUL, true);
      return new TokenStreamComponents(tokenizer, pairs);
    }
  }

  /** The words of this part of an entry. To be read before the same thread asks for it again. */
  static TokenStream stream(Part part, String text) {
    return analyzer(text).tokenStream(part.name(), new StringReader(text));
  }

  private static Analyzer analyzer(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (needsDictionary(text.charAt(i))) {
        return BY_DICTIONARY;
      }
    }
    return PLAIN;
  }

  /** Thai, Lao, Burmese and Khmer. */
  private static boolean needsDictionary(char c) {
    return (c >= 0x0E00 && c <= 0x0EFF)
        || (c >= 0x1000 && c <= 0x109F)
        || (c >= 0x1780 && c <= 0x17FF);
  }

  /**
   * A word at its place.
   *
   * @param position counted from 0; a pair of letters stands where its first letter does
   */
  record Word(String text, int position) {}

  /** All words of plain text. */
  static List<Word> words(Part part, String text) {
    var words = new ArrayList<Word>();
    try (var stream = stream(part, text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      var step = stream.addAttribute(PositionIncrementAttribute.class);
      int position = -1;
      stream.reset();
      while (stream.incrementToken()) {
        position += step.getPositionIncrement();
        words.add(new Word(term.toString(), position));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  /** What to look for: of the words at one place the longest, since a pair says more. */
  static List<Word> phrase(String text) {
    return longest(words(Part.TITLE, text));
  }

  /** Of the words at one place the longest. */
  static List<Word> longest(List<Word> words) {
    var phrase = new ArrayList<Word>();
    for (var word : words) {
      if (!phrase.isEmpty() && phrase.getLast().position() == word.position()) {
        if (phrase.getLast().text().length() < word.text().length()) {
          phrase.set(phrase.size() - 1, word);
        }
      } else {
        phrase.add(word);
      }
    }
    return phrase;
  }
}
