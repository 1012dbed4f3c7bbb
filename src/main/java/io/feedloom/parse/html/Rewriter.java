package io.feedloom.parse.html;

import io.feedloom.feed.Cleaning.Part;
import io.feedloom.feed.TrackingParameters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlStreamEventReceiver;

/**
 * Replaces elements that need a script or a plug-in, before the sanitizer reads them. Lazily loaded
 * pictures get their addresses, and forbidden embeds become links. The content of objects, and
 * content for browsers without scripts or frames, is kept.
 */
final class Rewriter implements HtmlStreamEventReceiver {
  /** An open object. */
  private static final class OpenObject {
    private final List<String> attributes;
    private Optional<String> address;

    OpenObject(List<String> attributes) {
      this.attributes = attributes;
      address =
          Optional.ofNullable(Attributes.value(attributes, "data")).flatMap(SafeAddress::followed);
    }
  }

  /**
   * An open player without an address that can be played.
   *
   * @param address the address to link to instead
   */
  private record IdlePlayer(String name, List<String> attributes, Optional<String> address) {}

  /** The elements that {@link Survey} counts. */
  private static final Set<String> MEDIA = Set.of("img", "image", "amp-img", "iframe");

  private final HtmlStreamEventReceiver sanitizer;
  private final BitSet twins;
  private final ShareMarkup sharing;
  private final boolean lazyImages;
  private final boolean tracking;
  private final boolean pixels;
  private final boolean marks;
  private final Deque<OpenObject> objects = new ArrayDeque<>();

  private final EmbedLinks links;

  /** The addresses that open objects already show in another way. */
  private final Set<String> shown = new HashSet<>();

  private @Nullable IdlePlayer player;
  private @Nullable String link;
  private @Nullable String candidate;
  private int media;
  private int pictures;
  private int drawings;

  /**
   * @param twins the pictures and frames to leave out, by their index among all of them
   */
  Rewriter(
      HtmlStreamEventReceiver sanitizer, BitSet twins, Html.Choice cleaning, ShareMarkup sharing) {
    this.sanitizer = sanitizer;
    this.sharing = sharing;
    lazyImages = cleaning.does(Part.LAZY_IMAGES);
    tracking = cleaning.does(Part.TRACKING);
    pixels = cleaning.does(Part.PIXELS);
    marks = cleaning.marks();
    links = new EmbedLinks(sanitizer);
    this.twins = twins;
  }

  @Override
  public void openDocument() {
    sanitizer.openDocument();
  }

  @Override
  public void text(String text) {
    if (!sharing.isInside()) {
      sanitizer.text(text);
    }
  }

  @Override
  public void openTag(String name, List<String> attributes) {
    if (sharing.opens(name, attributes)) {
      media += MEDIA.contains(name) ? 1 : 0;
      return;
    }
    if (!marks) {
      Attributes.remove(attributes, "class");
      Attributes.remove(attributes, "id");
    }
    Attributes.trim(attributes, "src");
    Attributes.trim(attributes, "poster");
    switch (name) {
      case "img", "amp-img" -> picture(attributes);
      case "image" -> image(attributes);
      case "iframe" -> frame(attributes);
      case "frame", "embed" -> embed(attributes, Attributes.value(attributes, "src"));
      case "video", "audio" -> player(name, attributes);
      case "source" -> source(attributes);
      case "object" -> objects.push(new OpenObject(new ArrayList<>(attributes)));
      case "param" -> parameter(attributes);
      case "a" -> link(attributes);
      case "area" -> {
        withoutTracking(attributes);
        Attributes.rename(attributes, "href", HtmlPolicy.LINK);
        sanitizer.openTag(name, attributes);
      }
      case "base", "noscript", "noembed", "noframes", "applet" -> {}
      default -> {
        links.endLine(name);
        pictures += name.equals("picture") ? 1 : 0;
        drawings += name.equals("svg") ? 1 : 0;
        sanitizer.openTag(name, attributes);
      }
    }
  }

  @Override
  public void closeTag(String name) {
    if (sharing.closes(name)) {
      return;
    }
    switch (name) {
      case "object" -> closeObject();
      case "noscript", "noembed", "noframes", "applet", "amp-img" -> {}
      case "video", "audio" -> {
        if (!stop()) {
          sanitizer.closeTag(name);
        }
      }
      case "picture" -> {
        pictures = Math.max(0, pictures - 1);
        candidate = null;
        sanitizer.closeTag(name);
      }
      default -> {
        links.endLine(name);
        drawings = Math.max(0, drawings - (name.equals("svg") ? 1 : 0));
        link = name.equals("a") ? null : link;
        sanitizer.closeTag(name);
      }
    }
  }

  @Override
  public void closeDocument() {
    stop();
    while (!objects.isEmpty()) {
      closeObject();
    }
    links.write();
    sanitizer.closeDocument();
  }

  private void picture(List<String> attributes) {
    if (twins.get(media++)) {
      return;
    }
    boolean lazy = load(attributes);
    if (pixels && Embeds.isPixel(attributes, lazy)) {
      return;
    }
    if (!lazy
        && candidate != null
        && LazyMedia.isPlaceholder(Attributes.value(attributes, "src"))) {
      Attributes.put(attributes, "src", candidate);
    }
    note(Attributes.value(attributes, "src"));
    sanitizer.openTag("img", attributes);
  }

  private boolean load(List<String> attributes) {
    return lazyImages && LazyMedia.load(attributes);
  }

  /**
   * Reads an {@code image}. It is part of a drawing; elsewhere, browsers read it as {@code img}.
   */
  private void image(List<String> attributes) {
    if (drawings == 0) {
      picture(attributes);
      return;
    }
    media++;
    var href = Attributes.value(attributes, "href");
    embed(attributes, href == null ? Attributes.value(attributes, "xlink:href") : href);
  }

  private void frame(List<String> attributes) {
    if (twins.get(media++)) {
      return;
    }
    load(attributes);
    var src = Attributes.value(attributes, "src");
    if (src != null && SafeAddress.framed(src).isPresent()) {
      note(src);
      sanitizer.openTag("iframe", attributes);
    } else {
      embed(attributes, src);
    }
  }

  private void embed(List<String> attributes, @Nullable String src) {
    load(attributes);
    if (!Embeds.isHidden(attributes)) {
      var written = src == null ? Attributes.value(attributes, "src") : src;
      Optional.ofNullable(written)
          .flatMap(SafeAddress::followed)
          .ifPresent(address -> linkTo(address, attributes));
    }
  }

  private void linkTo(String address, List<String> attributes) {
    if (!objects.isEmpty() && !shown.add(address)) {
      return;
    }
    var label = Embeds.label(attributes, address);
    if (address.equals(link)) {
      sanitizer.text(label);
    } else {
      links.add(address, label);
    }
  }

  private void link(List<String> attributes) {
    var href = Attributes.value(attributes, "href");
    if (href == null && drawings > 0) {
      href = Attributes.value(attributes, "xlink:href");
      if (href != null) {
        Attributes.put(attributes, "href", href);
      }
    }
    link = href == null ? null : SafeAddress.followed(href).orElse(null);
    note(link);
    withoutTracking(attributes);
    Attributes.rename(attributes, "href", HtmlPolicy.LINK);
    sanitizer.openTag("a", attributes);
  }

  private void withoutTracking(List<String> attributes) {
    var href = tracking ? Attributes.value(attributes, "href") : null;
    if (href != null) {
      var plain = TrackingParameters.removed(href);
      if (!plain.equals(href)) {
        Attributes.put(attributes, "href", plain);
      }
    }
  }

  /** Records an address that an object shows, so that no link to it is added. */
  private void note(@Nullable String address) {
    if (address != null && !objects.isEmpty()) {
      SafeAddress.followed(address).ifPresent(shown::add);
    }
  }

  private void parameter(List<String> attributes) {
    var object = objects.peek();
    if (object != null) {
      object.address = object.address.or(() -> Embeds.parameter(attributes));
    }
  }

  private void closeObject() {
    var object = objects.poll();
    if (object != null) {
      if (!Embeds.isHidden(object.attributes)) {
        object
            .address
            .filter(shown::add)
            .ifPresent(address -> linkBehind(address, object.attributes));
      }
      if (objects.isEmpty()) {
        shown.clear();
      }
    }
  }

  private void linkBehind(String address, List<String> attributes) {
    shown.remove(address);
    linkTo(address, attributes);
  }

  private void player(String name, List<String> attributes) {
    stop();
    load(attributes);
    var poster = Attributes.value(attributes, "data-poster");
    if (poster != null && LazyMedia.isPlaceholder(Attributes.value(attributes, "poster"))) {
      Attributes.put(attributes, "poster", poster);
    }
    var src = Attributes.value(attributes, "src");
    if (src != null && SafeAddress.fetched(src).isPresent()) {
      note(src);
      sanitizer.openTag(name, attributes);
    } else {
      var address = Optional.ofNullable(src).flatMap(SafeAddress::followed);
      player = new IdlePlayer(name, new ArrayList<>(attributes), address);
    }
  }

  private void source(List<String> attributes) {
    if (pictures > 0) {
      if (lazyImages) {
        LazyMedia.loadSource(attributes);
      }
      var set = Attributes.value(attributes, "srcset");
      candidate = candidate == null && set != null ? LazyMedia.widest(set) : candidate;
    } else {
      load(attributes);
    }
    if (player != null && !isPlayable(player, Attributes.value(attributes, "src"))) {
      return;
    }
    sanitizer.openTag("source", attributes);
  }

  /** Opens the player if the address can be played. Otherwise stores the address for a link. */
  private boolean isPlayable(IdlePlayer idle, @Nullable String src) {
    if (src != null && SafeAddress.fetched(src).isPresent()) {
      player = null;
      sanitizer.openTag(idle.name, idle.attributes);
      return true;
    }
    var address = idle.address.or(() -> Optional.ofNullable(src).flatMap(SafeAddress::followed));
    player = new IdlePlayer(idle.name, idle.attributes, address);
    return false;
  }

  /** Ends a player that has nothing to play. Its picture and a link replace it. */
  private boolean stop() {
    var idle = player;
    if (idle == null) {
      return false;
    }
    player = null;
    var poster = Attributes.value(idle.attributes, "poster");
    if (poster != null && SafeAddress.fetched(poster).isPresent()) {
      sanitizer.openTag("img", new ArrayList<>(List.of("src", poster, "alt", "")));
    }
    idle.address.ifPresent(address -> linkTo(address, idle.attributes));
    return true;
  }
}
