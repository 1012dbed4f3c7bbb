package io.feedloom.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.feedloom.feed.Digest;
import io.feedloom.feed.Entry;
import io.feedloom.feed.Item;
import io.feedloom.feed.RuleResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Sequences of documents in which posts arrive, leave, return, change places and are edited, all at
 * once: each post is one entry for ever, and what was never seen is new.
 */
class IdentityPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  /** The fields that distinguish a publisher's entries. */
  enum Own {
    GUID,
    LINK,
    LINK_AS_GUID,
    TITLE,
    TITLE_WITHOUT_LINK,
    DATE,
    DATE_ALONE,
    CONTENT;

    boolean sharesGuid() {
      return this != GUID && this != LINK_AS_GUID;
    }
  }

  /**
   * A post as a document contains it.
   *
   * @param version counts its edits
   */
  private record Post(int number, int version) {
    Item item(Own own, String scheme) {
      var guid =
          switch (own) {
            case GUID -> scheme + "://example.org/?p=" + number;
            case LINK_AS_GUID -> link(own, scheme);
            default -> scheme + "://example.org/";
          };
      var entry = Entry.builder(guid).content("<p>" + text(own) + "</p>");
      if (own != Own.TITLE_WITHOUT_LINK && own != Own.DATE_ALONE) {
        entry.link(link(own, scheme));
      }
      entry.title(title(own)).published(date(own));
      var made = entry.build();
      return new Item(guid, Digest.of(made.toString()), () -> made);
    }

    private String text(Own own) {
      return own == Own.CONTENT ? "Text " + number : "Version " + version;
    }

    private String link(Own own, String scheme) {
      return switch (own) {
        case GUID, LINK, LINK_AS_GUID -> scheme + "://example.org/posts/" + number;
        default -> scheme + "://example.org/posts";
      };
    }

    private String title(Own own) {
      return switch (own) {
        case TITLE, TITLE_WITHOUT_LINK -> "Post " + number;
        case DATE_ALONE -> "";
        case CONTENT -> "Post";
        case DATE -> "Daily";
        case GUID, LINK, LINK_AS_GUID -> version % 3 == 0 ? "Post" : "Post, edition " + version;
      };
    }

    private Instant date(Own own) {
      return switch (own) {
        case DATE, DATE_ALONE -> NOW.minusSeconds(3_600L * number);
        case CONTENT -> NOW;
        default -> NOW.minusSeconds(version);
      };
    }
  }

  /** A publisher that does anything, the same for the same seed. */
  private static final class Publisher {
    private final Random random;
    private final Own own;
    private final Map<Integer, Integer> versions = new TreeMap<>();
    private List<Post> last = List.of();
    private String scheme = "http";

    Publisher(Random random, Own own) {
      this.random = random;
      this.own = own;
    }

    /** The first two documents show that the guid is shared, which one item alone cannot. */
    List<Item> next(int poll) {
      if (own != Own.CONTENT && random.nextInt(6) == 0) {
        scheme = random.nextBoolean() ? "https" : "http";
      }
      var posts = new ArrayList<Post>();
      for (var known : List.copyOf(versions.entrySet())) {
        int number = known.getKey();
        boolean edited = own != Own.CONTENT && random.nextInt(4) == 0;
        int version = edited ? random.nextInt(5) : known.getValue();
        if (poll == 1 || random.nextInt(3) > 0) {
          versions.put(number, version);
          posts.add(new Post(number, version));
        }
      }
      int arriving = poll < 2 ? 1 + random.nextInt(3) : random.nextInt(3);
      for (int i = 0; i < arriving; i++) {
        int number = versions.size() + 1;
        versions.put(number, 0);
        posts.add(random.nextInt(posts.size() + 1), new Post(number, 0));
      }
      if (random.nextBoolean()) {
        Collections.shuffle(posts, random);
      }
      last = posts;
      return posts.stream().map(post -> post.item(own, scheme)).toList();
    }
  }

  @Property(tries = 2_000)
  void everyPostIsOneEntryForEver(@ForAll Own own, @ForAll long seed) {
    var random = new Random(seed);
    var publisher = new Publisher(random, own);
    var register = new MemoryRegister();
    var ids = new HashMap<Integer, Long>();
    var contents = new HashMap<Integer, Long>();
    for (int poll = 0; poll < 12; poll++) {
      var items = publisher.next(poll);
      var resolved = Identities.resolve(items, List.of(), register);
      var decision = Decider.decide(resolved, _ -> RuleResult.NONE, NOW);
      var changed = new HashMap<Long, Boolean>();
      decision.changes().forEach(change -> changed.put(change.id(), change.isNew()));

      for (int i = 0; i < items.size(); i++) {
        int number = publisher.last.get(i).number();
        long id = decision.items().get(i).id();
        long content = items.get(i).fingerprint();
        Long before = ids.put(number, id);
        Long contentBefore = contents.put(number, content);
        if (before == null) {
          assertThat(changed.get(id)).as("post %s is new", number).isTrue();
        } else {
          assertThat(id).as("post %s is the entry that it was", number).isEqualTo(before);
          assertThat(changed.get(id))
              .as("post %s is written only if it was edited", number)
              .isEqualTo(contentBefore == content ? null : Boolean.FALSE);
        }
      }
      register.apply(decision.changes(), decision.aliases());
      assertThat(new HashSet<>(ids.values())).hasSameSizeAs(ids.keySet());
      assertThat(register.entries()).isEqualTo(ids.size());
    }
    assertThat(register.aliases() > 0).isEqualTo(own.sharesGuid());
  }

  @Property(tries = 500)
  void orderOfItemsDoesNotMatter(@ForAll Own own, @ForAll long seed) {
    var random = new Random(seed);
    var publisher = new Publisher(random, own);
    var register = new MemoryRegister();
    for (int poll = 0; poll < 6; poll++) {
      var items = publisher.next(poll);
      var shuffled = new ArrayList<>(items);
      Collections.shuffle(shuffled, random);
      var resolved = Identities.resolve(items, List.of(), register);
      var other = Identities.resolve(shuffled, List.of(), register);

      assertThat(ids(other)).isEqualTo(ids(resolved));
      assertThat(Set.copyOf(other.aliases().all())).isEqualTo(Set.copyOf(resolved.aliases().all()));
      register.apply(
          Decider.decide(resolved, _ -> RuleResult.NONE, NOW).changes(), resolved.aliases());
    }
  }

  private static Map<Long, Long> ids(Identities.Resolved resolved) {
    var ids = new HashMap<Long, Long>();
    resolved.items().forEach(item -> ids.put(item.fingerprint(), item.id()));
    return ids;
  }
}
