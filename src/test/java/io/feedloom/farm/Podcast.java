package io.feedloom.farm;

import static io.feedloom.farm.Markup.element;
import static io.feedloom.farm.Markup.escape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the podcast elements of an RSS feed: enclosures, iTunes and Podcasting 2.0. */
final class Podcast {
  private static final int RATE = 8000;

  /** The sound of every episode: two seconds of a soft A, as WAV. */
  static final byte[] SOUND = sound();

  private Podcast() {}

  static void channel(StringBuilder xml, Publication publication, String base) {
    var author = publication.list("authors").getFirst();
    xml.append(element("itunes:author", author))
        .append(element("itunes:type", "episodic"))
        .append(element("itunes:explicit", "false"))
        .append("<itunes:image href=\"")
        .append(base)
        .append("/pictures/")
        .append(publication.slug())
        .append(".svg?1400x1400\"/>\n<itunes:category text=\"")
        .append(escape(publication.fact("genre").orElse("Technology")))
        .append("\"/>\n")
        .append(element("podcast:locked", "no"))
        .append(element("podcast:medium", "podcast"));
  }

  static void item(StringBuilder xml, Story story, String base) {
    int number = story.number() + 1;
    int seconds = 1500 + Math.floorMod(story.title().hashCode(), 2400);
    xml.append("<enclosure type=\"audio/wav\" length=\"")
        .append(SOUND.length)
        .append("\" url=\"")
        .append(base)
        .append(story.path())
        .append(".wav\"/>\n")
        .append(element("itunes:duration", Integer.toString(seconds)))
        .append(element("itunes:episode", Integer.toString(number)))
        .append(element("itunes:season", Integer.toString(1 + number / 10)))
        .append(element("itunes:episodeType", number % 9 == 0 ? "bonus" : "full"))
        .append(element("itunes:explicit", "false"))
        .append("<itunes:image href=\"")
        .append(base)
        .append(story.picture().orElseThrow())
        .append("?1400x1400\"/>\n<podcast:person role=\"host\">")
        .append(escape(story.author()))
        .append("</podcast:person>\n<podcast:chapters type=\"application/json+chapters\" url=\"")
        .append(base)
        .append(story.path())
        .append(".chapters.json\"/>\n<podcast:transcript type=\"text/vtt\" url=\"")
        .append(base)
        .append(story.path())
        .append(".vtt\"/>\n");
  }

  private static byte[] sound() {
    int samples = 2 * RATE;
    var wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
    for (int i = 0; i < samples; i++) {
      double fade = Math.sin(Math.PI * i / samples);
      wav.put((byte) (128 + Math.round(40 * fade * Math.sin(2 * Math.PI * 440 * i / RATE))));
    }
    return wav.array();
  }
}
