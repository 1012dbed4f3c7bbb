package io.feedloom.store.analysis;

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
 * Splits text in any language into words, at the boundaries that Unicode Standard Annex 29 defines.
 * Uses a dictionary for scripts of South East Asia without spaces, and pairs of letters for
 * Chinese, Japanese and Korean. Words are folded: differences of case, accents, width and variants
 * of a letter are ignored.
 */
public final class Analysis {
  /** The longest word, in characters. Longer ones are left out. */
  private static final int MAX_WORD_LENGTH = 255;

  /** An analyzer without a dictionary, which is twice as fast. */
  public static final Analyzer PLAIN = new Words(false);

  private static final Analyzer BY_DICTIONARY = new Words(true);

  private Analysis() {}

  /** The parts of an entry. Each part of an entry has its own stream of words. */
  public enum Part {
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

    /** Returns the gap between two texts of an entry, so that no phrase spans both. */
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
      var folded = new LengthFilter(new ICUFoldingFilter(tokenizer), 1, MAX_WORD_LENGTH);
      int all = CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA;
      var pairs = new CJKBigramFilter(folded, all | CJKBigramFilter.HANGUL, true);
      return new TokenStreamComponents(tokenizer, pairs);
    }
  }

  /**
   * Returns the words of a part of an entry. The caller must read them before the same thread asks
   * for this part again.
   */
  public static TokenStream stream(Part part, String text) {
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

  /** Returns whether the letter is Thai, Lao, Burmese or Khmer. */
  private static boolean needsDictionary(char c) {
    return (c >= 0x0E00 && c <= 0x0EFF)
        || (c >= 0x1000 && c <= 0x109F)
        || (c >= 0x1780 && c <= 0x17FF);
  }

  /**
   * A word with its position.
   *
   * @param position counted from 0; a pair of letters has the position of its first letter
   */
  public record Word(String text, int position) {}

  /** Returns all words of plain text. */
  public static List<Word> words(Part part, String text) {
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

  /** Returns the words to search for: the longest at each position, which is the most specific. */
  public static List<Word> phrase(String text) {
    return longest(words(Part.TITLE, text));
  }

  /** Returns the longest word at each position. */
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
