package io.feedloom.farm;

import static io.feedloom.farm.Markup.cdata;
import static io.feedloom.farm.Markup.element;
import static io.feedloom.farm.Markup.escape;
import static io.feedloom.farm.Markup.rfc822;

import java.util.List;

/** Writes the RSS family: 0.91 and 0.92, 1.0, and 2.0 with the modules that publishers use. */
final class Rss {
  private final Publication publication;
  private final String base;

  Rss(Publication publication, String base) {
    this.publication = publication;
    this.base = base;
  }

  private String declaration() {
    return "<?xml version=\"1.0\" encoding=\"" + publication.charset().name() + "\"?>\n";
  }

  /** Writes RSS 0.91 with Netscape's DOCTYPE: at most 15 items, without dates. */
  String rss091(List<Story> stories) {
    var xml = new StringBuilder(declaration());
    xml.append(
        """
        <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="0.91"><channel>
        """);
    channel(xml);
    stories.stream()
        .limit(15)
        .forEach(
            story ->
                xml.append("<item>\n")
                    .append(element("title", story.title()))
                    .append(element("link", base + story.path()))
                    .append(element("description", story.summary()))
                    .append("</item>\n"));
    return xml.append("</channel></rss>\n").toString();
  }

  /** Writes RSS 0.92: with HTML in the description and categories, without dates. */
  String rss092(List<Story> stories) {
    var xml = new StringBuilder(declaration()).append("<rss version=\"0.92\"><channel>\n");
    channel(xml);
    for (var story : stories) {
      xml.append("<item>\n")
          .append(element("title", story.title()))
          .append(element("link", base + story.path()))
          .append(element("description", story.html()));
      story.categories().forEach(category -> xml.append(element("category", category)));
      xml.append("</item>\n");
    }
    return xml.append("</channel></rss>\n").toString();
  }

  /** Writes RSS 1.0 with Dublin Core and content. */
  String rss10(List<Story> stories) {
    var xml = new StringBuilder(declaration());
    xml.append(
        """
        <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
        """);
    xml.append("<channel rdf:about=\"").append(base).append(publication.path()).append("\">\n");
    channel(xml);
    xml.append("<items><rdf:Seq>\n");
    stories.forEach(
        story ->
            xml.append("<rdf:li rdf:resource=\"")
                .append(base)
                .append(story.path())
                .append("\"/>\n"));
    xml.append("</rdf:Seq></items>\n</channel>\n");
    for (var story : stories) {
      xml.append("<item rdf:about=\"").append(base).append(story.path()).append("\">\n");
      xml.append(element("title", story.title()))
          .append(element("link", base + story.path()))
          .append(element("description", story.summary()))
          .append(cdata("content:encoded", story.html()))
          .append(element("dc:creator", story.author()))
          .append(element("dc:date", story.changed().toString()));
      story.categories().forEach(category -> xml.append(element("dc:subject", category)));
      xml.append("</item>\n");
    }
    return xml.append("</rdf:RDF>\n").toString();
  }

  /** Writes RSS 2.0. */
  String rss20(List<Story> stories) {
    var xml = new StringBuilder(declaration());
    xml.append(
        """
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
          xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
        <channel>
        """);
    channel(xml);
    xml.append("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"")
        .append(base)
        .append(publication.path())
        .append("\"/>\n");
    stories.stream()
        .map(Story::changed)
        .max(java.util.Comparator.naturalOrder())
        .ifPresent(newest -> xml.append(element("lastBuildDate", rfc822(newest))));
    if (publication.kind().equals("podcast")) {
      Podcast.channel(xml, publication, base);
    }
    stories.forEach(story -> item(xml, story));
    return xml.append("</channel></rss>\n").toString();
  }

  private void item(StringBuilder xml, Story story) {
    xml.append("<item>\n")
        .append(element("title", story.title()))
        .append(element("link", base + story.path()))
        .append("<guid isPermaLink=\"false\">")
        .append(escape(story.guid()))
        .append("</guid>\n")
        .append(element("pubDate", rfc822(story.published())))
        .append(element("dc:creator", story.author()))
        .append(element("description", story.summary()))
        .append(cdata("content:encoded", story.html()));
    story.categories().forEach(category -> xml.append(element("category", category)));
    switch (publication.kind()) {
      case "podcast" -> Podcast.item(xml, story, base);
      case "photo" -> photo(xml, story);
      default ->
          story
              .picture()
              .ifPresent(
                  path ->
                      xml.append("<media:thumbnail url=\"")
                          .append(base)
                          .append(path)
                          .append("?320x180\" width=\"320\" height=\"180\"/>\n"));
    }
    xml.append("</item>\n");
  }

  private void photo(StringBuilder xml, Story story) {
    xml.append("<media:group>\n");
    for (var size : List.of("2400x1350", "1600x900", "800x450")) {
      int by = size.indexOf('x');
      xml.append("<media:content medium=\"image\" type=\"image/svg+xml\" url=\"")
          .append(base)
          .append(story.picture().orElseThrow())
          .append('?')
          .append(size)
          .append("\" width=\"")
          .append(size, 0, by)
          .append("\" height=\"")
          .append(size, by + 1, size.length())
          .append("\"/>\n");
    }
    xml.append(element("media:title", story.title()))
        .append(element("media:description", story.summary()))
        .append("<media:credit role=\"photographer\">")
        .append(escape(story.author()))
        .append("</media:credit>\n<media:thumbnail url=\"")
        .append(base)
        .append(story.picture().orElseThrow())
        .append("?320x180\" width=\"320\" height=\"180\"/>\n</media:group>\n");
  }

  private void channel(StringBuilder xml) {
    xml.append(element("title", publication.title()))
        .append(element("link", base + publication.home()))
        .append(element("description", publication.subtitle()));
    if (publication.format() != Format.RSS_10) {
      xml.append(element("language", publication.language()));
    } else {
      xml.append(element("dc:language", publication.language()));
    }
  }
}
