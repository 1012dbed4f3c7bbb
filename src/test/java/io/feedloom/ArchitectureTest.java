package io.feedloom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Collections.disjoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.feedloom.feed.Secret;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks which rooms import which, as ARCHITECTURE.md says. */
class ArchitectureTest {
  private static final String BASE_PACKAGE = "io.feedloom.";

  /** Which other rooms a room may import. */
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("feed", Set.of()),
          Map.entry("config", Set.of("feed")),
          Map.entry("health", Set.of()),
          Map.entry("schedule", Set.of("feed", "config")),
          Map.entry("codec", Set.of()),
          Map.entry("fetch", Set.of("feed", "config", "codec")),
          Map.entry("parse", Set.of("feed")),
          Map.entry("extract", Set.of("feed")),
          Map.entry("store", Set.of("feed", "config", "codec")),
          Map.entry("select", Set.of("feed")),
          Map.entry("rules", Set.of("feed")),
          Map.entry("render", Set.of("feed")),
          Map.entry("push", Set.of("feed", "config", "health", "fetch", "store")),
          Map.entry(
              "refresh",
              Set.of(
                  "feed",
                  "config",
                  "health",
                  "schedule",
                  "fetch",
                  "parse",
                  "extract",
                  "rules",
                  "push",
                  "store")),
          Map.entry(
              "serve",
              Set.of("feed", "config", "codec", "health", "store", "select", "render", "push")));

  /**
   * The packages inside a room, for each room that has any, and which of them each may import. The
   * room's own package is on top: it may import all of them, and none of them imports it. In rooms
   * of {@link #COMMON_BELOW} it is at the bottom.
   */
  private static final Map<String, Map<String, Set<String>>> SUB_PACKAGES =
      Map.of(
          "feed",
          Map.of("text", Set.of()),
          "parse",
          Map.of(
              "text", Set.of(),
              "date", Set.of("text"),
              "html", Set.of("text"),
              "xml", Set.of("text"),
              "field", Set.of("xml", "text", "date"),
              "page", Set.of("html", "xml", "text", "date"),
              "rome", Set.of("field", "xml", "text")),
          "push",
          Map.of(
              "subscriber", Set.of(),
              "hub", Set.of(),
              "notify", Set.of(),
              "alert", Set.of("notify")),
          "serve",
          Map.of(
              "http", Set.of(),
              "access", Set.of("http"),
              "view", Set.of("http"),
              "merged", Set.of("access", "http"),
              "hub", Set.of("merged", "access", "http"),
              "events", Set.of("merged", "access", "http"),
              "page", Set.of("view", "merged", "access", "http")),
          "store",
          Map.ofEntries(
              Map.entry("api", Set.of()),
              Map.entry("analysis", Set.of()),
              Map.entry("json", Set.of("api")),
              Map.entry("db", Set.of("api")),
              Map.entry("backup", Set.of("api", "db")),
              Map.entry("log", Set.of("api", "db", "json")),
              Map.entry("row", Set.of("api", "db", "json")),
              Map.entry("feeds", Set.of("api", "db", "json", "row")),
              Map.entry("scan", Set.of("api", "db", "json", "row")),
              Map.entry("write", Set.of("analysis", "db", "json", "row")),
              Map.entry("text", Set.of("analysis", "api", "db", "json", "log", "row", "scan")),
              Map.entry("retention", Set.of("api", "db", "log", "row", "write")),
              Map.entry("article", Set.of("analysis", "api", "db", "json", "log", "row", "write")),
              Map.entry("push", Set.of("api", "db", "json", "log")),
              Map.entry("rules", Set.of("analysis", "db", "log", "row", "write")),
              Map.entry(
                  "update",
                  Set.of("analysis", "api", "db", "feeds", "json", "log", "row", "write"))));

  /** The rooms whose own package is below their sub-packages: all of them may import it. */
  private static final Set<String> COMMON_BELOW = Set.of("push");

  /** The packages inside a room that no other room may import. */
  private static final Set<String> INTERNAL =
      Set.of(
          "parse.date",
          "parse.field",
          "parse.html",
          "parse.page",
          "parse.rome",
          "parse.text",
          "parse.xml",
          "serve.access",
          "serve.events",
          "serve.http",
          "serve.hub",
          "serve.merged",
          "serve.page",
          "serve.view",
          "store.analysis",
          "store.backup",
          "store.db",
          "store.json",
          "store.row",
          "store.write");

  /** Which rooms may use a library; no other may. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.snakeyaml..", Set.of("config")),
          // config reads regular expressions and selectors, rules applies them
          Map.entry("com.google.re2j..", Set.of("config", "rules")),
          Map.entry("org.apache.hc..", Set.of("fetch")),
          // codec loads them, fetch decompresses answers, serve compresses pages, store compresses
          // its rows
          Map.entry("com.aayushatharva..", Set.of("codec", "fetch", "serve")),
          Map.entry("com.github.luben..", Set.of("codec", "fetch", "serve", "store")),
          Map.entry("com.rometools..", Set.of("parse")),
          Map.entry("org.jdom2..", Set.of("parse")),
          Map.entry("org.jsoup..", Set.of("parse", "extract", "config", "rules")),
          Map.entry("org.owasp..", Set.of("parse")),
          Map.entry("org.mozilla.universalchardet..", Set.of("parse")),
          Map.entry("org.codehaus.stax2..", Set.of("parse", "render", "config")),
          Map.entry("com.ctc.wstx..", Set.of("parse", "render", "config")),
          Map.entry(
              "tools.jackson..", Set.of("parse", "extract", "store", "render", "serve", "config")),
          Map.entry("com.zaxxer..", Set.of("store")),
          Map.entry("org.apache.lucene..", Set.of("store")),
          Map.entry("com.ibm.icu..", Set.of("store")),
          Map.entry("org.flywaydb..", Set.of("store")),
          Map.entry("org.h2..", Set.of("store")),
          Map.entry("org.postgresql..", Set.of("store")),
          Map.entry("java.sql..", Set.of("store")),
          Map.entry("javax.sql..", Set.of("store")),
          Map.entry("io.javalin..", Set.of("serve")),
          Map.entry("org.eclipse.jetty..", Set.of("serve")),
          Map.entry("jakarta.servlet..", Set.of("serve")),
          Map.entry("com.github.benmanes..", Set.of("serve", "store")),
          Map.entry("gg.jte..", Set.of("serve")),
          Map.entry("io.prometheus..", Set.of("serve")),
          Map.entry("picocli..", Set.of("cli")),
          Map.entry("ch.qos.logback..", Set.of("cli")),
          Map.entry("me.tongfei..", Set.of("cli")));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.feedloom");

  @TestFactory
  Stream<DynamicTest> roomImportsOnlyTheRoomsItMay() {
    return ROOMS.keySet().stream()
        .sorted()
        .map(room -> DynamicTest.dynamicTest(room, () -> importsOnly(room).check(CODE)));
  }

  @TestFactory
  Stream<DynamicTest> libraryIsUsedOnlyByItsRooms() {
    return LIBRARIES.keySet().stream()
        .sorted()
        .map(library -> DynamicTest.dynamicTest(library, () -> usedOnlyBy(library).check(CODE)));
  }

  @TestFactory
  Stream<DynamicTest> subPackageImportsOnlyTheOnesItMay() {
    return subPackages()
        .sorted()
        .map(part -> DynamicTest.dynamicTest(part, () -> subPackageImportsOnly(part).check(CODE)));
  }

  @TestFactory
  Stream<DynamicTest> internalPackageIsUsedOnlyByItsRoom() {
    return INTERNAL.stream()
        .sorted()
        .map(part -> DynamicTest.dynamicTest(part, () -> isInternal(part).check(CODE)));
  }

  @Test
  void everySubPackageIsListed() {
    var listed = subPackages().toList();
    assertThat(listed).containsAll(INTERNAL);
    assertThat(CODE)
        .extracting(JavaClass::getPackageName)
        .filteredOn(name -> name.startsWith(BASE_PACKAGE))
        .extracting(name -> name.substring(BASE_PACKAGE.length()))
        .filteredOn(name -> name.contains(".") && SUB_PACKAGES.containsKey(room(name)))
        .isSubsetOf(listed);
  }

  @Test
  void subPackagesFormNoCycle() {
    for (var room : SUB_PACKAGES.entrySet()) {
      var left = new HashMap<>(room.getValue());
      boolean found = true;
      while (found) {
        found = left.values().removeIf(uses -> disjoint(uses, left.keySet()));
      }
      assertThat(left).as(room.getKey()).isEmpty();
    }
  }

  @Test
  void feedImportsOnlyJava() {
    classes()
        .that()
        .resideInAPackage(BASE_PACKAGE + "feed..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", BASE_PACKAGE + "feed..", "org.jspecify.annotations..")
        .check(CODE);
  }

  @Test
  void onlyMainReadsTheSystemClock() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE_PACKAGE + "Main")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(CODE);
  }

  @Test
  void everyPackageIsListedAsARoom() {
    var known = Stream.concat(ROOMS.keySet().stream(), Stream.of("cli")).toList();
    List<String> unlisted =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> !name.equals("io.feedloom"))
            .filter(
                name ->
                    !known.contains(
                        name.substring(BASE_PACKAGE.length()).replaceFirst("\\..*", "")))
            .toList();
    assertThat(unlisted).isEmpty();
  }

  private static ArchRule importsOnly(String room) {
    var others =
        Stream.concat(ROOMS.keySet().stream(), Stream.of("cli"))
            .filter(other -> !other.equals(room) && !ROOMS.get(room).contains(other))
            .map(other -> BASE_PACKAGE + other + "..");
    var forbidden = Stream.concat(others, Stream.of("io.feedloom")).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(BASE_PACKAGE + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  /** Returns the names of all packages inside rooms, such as {@code store.db}. */
  private static Stream<String> subPackages() {
    return SUB_PACKAGES.entrySet().stream()
        .flatMap(room -> room.getValue().keySet().stream().map(part -> room.getKey() + "." + part));
  }

  private static String room(String part) {
    return part.substring(0, part.indexOf('.'));
  }

  private static ArchRule subPackageImportsOnly(String name) {
    var room = room(name);
    var part = name.substring(room.length() + 1);
    var parts = SUB_PACKAGES.get(room);
    var others =
        parts.keySet().stream()
            .filter(other -> !other.equals(part) && !parts.get(part).contains(other))
            .map(other -> BASE_PACKAGE + room + "." + other + "..");
    var own = Stream.of(BASE_PACKAGE + room).filter(_ -> !COMMON_BELOW.contains(room));
    var forbidden = Stream.concat(others, own).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(BASE_PACKAGE + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  private static ArchRule isInternal(String part) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(BASE_PACKAGE + room(part) + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE_PACKAGE + part + "..");
  }

  private static ArchRule usedOnlyBy(String library) {
    var rooms =
        LIBRARIES.get(library).stream()
            .map(room -> BASE_PACKAGE + room + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because(library + " is used only by " + Arrays.toString(rooms))
        .allowEmptyShould(true);
  }

  @Test
  void secretsAreComparedInConstantTime() {
    classes()
        .that()
        .haveSimpleName("Access")
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage(BASE_PACKAGE + "serve..")
        .should()
        .callMethod(Secret.class, "equals", Object.class)
        .check(CODE);
  }
}
