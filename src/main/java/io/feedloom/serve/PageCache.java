package io.feedloom.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.feedloom.feed.Arrival;
import io.feedloom.feed.MediaType;
import io.feedloom.select.Match;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rendered pages by selection and format. A page stays until something arrives that changes it, and
 * no longer: an arrival drops exactly the pages that it appears on.
 *
 * <p>A page may be made while entries arrive that it did not see. So every arrival is noted before
 * the pages are looked through, and whoever has made a page looks through the notes since he began:
 * one of the two always sees the other.
 */
final class PageCache {
  /** What a page is known by. */
  record Key(Channel channel, MediaType type) {}

  private static final long MOST_BYTES = 32L << 20;
  private static final int MOST_NOTES = 256;

  private record Note(long number, List<Arrival> arrivals, Views views) {}

  private final Cache<Key, Page> pages =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Key _, Page page) -> page.weight())
          .build();
  private final Deque<Note> notes = new ArrayDeque<>();
  private long lastNote;

  /** The page as cached, else as made now. */
  Page get(Key key, Supplier<Page> make) {
    var cached = pages.getIfPresent(key);
    if (cached != null) {
      return cached;
    }
    long begun = lastNote();
    var made = pages.get(key, _ -> make.get());
    if (arrivedSince(begun, made)) {
      pages.invalidate(key);
    }
    return made;
  }

  /** Drops the pages that these change. */
  void arrived(List<Arrival> arrivals, Views views) {
    note(arrivals, views);
    pages.asMap().forEach((key, page) -> dropIfChanged(key, page, arrivals, views));
  }

  /** Drops everything: the admin changed what there is. */
  void clear() {
    synchronized (notes) {
      notes.clear();
      lastNote += MOST_NOTES + 1;
    }
    pages.invalidateAll();
  }

  private void dropIfChanged(Key key, Page page, List<Arrival> arrivals, Views views) {
    if (changes(arrivals, page, views)) {
      pages.asMap().remove(key, page);
    }
  }

  private long lastNote() {
    synchronized (notes) {
      return lastNote;
    }
  }

  private void note(List<Arrival> arrivals, Views views) {
    synchronized (notes) {
      notes.addLast(new Note(++lastNote, arrivals, views));
      if (notes.size() > MOST_NOTES) {
        notes.removeFirst();
      }
    }
  }

  /** Whether the page may lack something; so it is too when more was noted than is remembered. */
  private boolean arrivedSince(long begun, Page page) {
    List<Note> since;
    synchronized (notes) {
      if (lastNote - begun > notes.size()) {
        return true;
      }
      since = notes.stream().filter(note -> note.number() > begun).toList();
    }
    return since.stream().anyMatch(note -> changes(note.arrivals(), page, note.views()));
  }

  private static boolean changes(List<Arrival> arrivals, Page page, Views views) {
    var groups = views.of(page.channel().access()).groups();
    return arrivals.stream()
        .anyMatch(
            arrival -> Match.test(page.channel().selection(), arrival, groups, page.oldest()));
  }
}
