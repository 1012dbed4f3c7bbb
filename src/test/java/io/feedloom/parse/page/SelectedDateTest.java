package io.feedloom.parse.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectedDateTest {
  private static final Instant NOW = Instant.parse("2025-03-10T12:34:56Z");

  private static Optional<String> read(
      @Nullable String format, @Nullable String language, String text) {
    return new SelectedDate(
            Optional.ofNullable(format), Optional.ofNullable(language), "", Optional.of(NOW), false)
        .text(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d. MMMM yyyy|de|Dienstag, den 4. MÄRZ 2025|2025-03-04T00:00:00Z",
        "EEEE, d. MMMM yyyy, HH:mm 'Uhr'|de|Dienstag, 4. März 2025, 18:05 Uhr|2025-03-04T18:05:00Z",
        "d MMMM yyyy|fr|le 1er FEVRIER 2025|2025-02-01T00:00:00Z",
        "d MMM yyyy|fr|14 janv. 2025|2025-01-14T00:00:00Z",
        "d MMMM yyyy 'à' HH'h'mm|fr|4 août 2025 à 09h30|2025-08-04T09:30:00Z",
        "d 'de' MMMM 'de' yyyy|es|4 de diciembre de 2024|2024-12-04T00:00:00Z",
        "d 'de' MMMM 'de' yyyy|pt|4 de Março de 2025|2025-03-04T00:00:00Z",
        "d MMMM yyyy|ru|4 марта 2025 г.|2025-03-04T00:00:00Z",
        "d MMMM yyyy|pl|4 LISTOPADA 2024|2024-11-04T00:00:00Z",
        "d. MMMM yyyy|cs|4. října 2024|2024-10-04T00:00:00Z",
        "d MMMM yyyy|tr|4 ARALIK 2024|2024-12-04T00:00:00Z",
        "d MMMM yyyy|el|4 ΜΑΡΤΙΟΥ 2025|2025-03-04T00:00:00Z",
        "d. MMMM yyyy|fi|4. maaliskuuta 2025|2025-03-04T00:00:00Z",
        "d MMMM yyyy|th|4 มิถุนายน 2568|2025-06-04T00:00:00Z",
        "d MMMM yyyy|hi|4 जून 2025|2025-06-04T00:00:00Z",
        "d MMMM yyyy|ar|٤ مارس ٢٠٢٥|2025-03-04T00:00:00Z",
        "yyyy年M月d日(E) HH:mm|ja|2025年3月4日(火) 10:30|2025-03-04T10:30:00Z",
        "yyyy년 M월 d일|ko|2025년 3월 4일|2025-03-04T00:00:00Z",
        "yyyy. M. d. a h:mm|ko|2025. 3. 4. 오후 3:05|2025-03-04T15:05:00Z",
        "MMM d, yyyy h:mm a|en|Mar 4, 2025 3:05 p.m.|2025-03-04T15:05:00Z",
        "MMM d, yyyy|en|Sept. 4, 2024|2024-09-04T00:00:00Z",
        "MMMM d, yyyy|en|March 4th, 2025|2025-03-04T00:00:00Z",
        "dd.MM.yy|de|04.03.25|2025-03-04T00:00:00Z",
        "M/d/yyyy|en|3/4/2025|2025-03-04T00:00:00Z",
        "yyyyMMdd HHmm|en|20250304 0930|2025-03-04T09:30:00Z",
        "yyyy-MM-dd HH:mm XXX|en|2025-03-04 10:00 +02:00|2025-03-04T08:00:00Z",
        "dd MMM yyyy HH:mm z|en|04 Mar 2025 10:00 CET|2025-03-04T09:00:00Z",
        "d MMM yyyy HH:mm VV|en|4 Mar 2025 10:00 Europe/Berlin|2025-03-04T09:00:00Z",
        "d. MMMM|de|9. März|2025-03-09T00:00:00Z",
        "d. MMMM|de|24. Dezember|2024-12-24T00:00:00Z",
      })
  void theFormatOfTheAdminIsRead(String format, String language, String text, String date) {
    assertThat(read(format, language, text)).contains(date);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|2025-03-04|2025-03-04T00:00:00Z",
        "|2025-03-04T10:00:00+01:00|2025-03-04T09:00:00Z",
        "|Published: 2025-03-04 10:00|2025-03-04T10:00:00Z",
        "|Tue, 04 Mar 2025 10:00:00 +0100|2025-03-04T09:00:00Z",
        "|4. März 2025|2025-03-04T00:00:00Z",
        "|4 mars 2025 à 10:30|2025-03-04T10:30:00Z",
        "|4 de marzo de 2025|2025-03-04T00:00:00Z",
        "|March 4th, 2025 at 3:05 pm|2025-03-04T15:05:00Z",
        "|04.03.2025, 18:05 Uhr|2025-03-04T18:05:00Z",
        "|2025年3月4日|2025-03-04T00:00:00Z",
        "|20250304|2025-03-04T00:00:00Z",
        "|20250304101500|2025-03-04T10:15:00Z",
        "|1741082400|2025-03-04T10:00:00Z",
        "|1741082400000|2025-03-04T10:00:00Z",
        "|/Date(1741082400000)/|2025-03-04T10:00:00Z",
        "de|03/04/2025|2025-04-03T00:00:00Z",
        "en|03/04/2025|2025-03-04T00:00:00Z",
        "en-GB|03/04/2025|2025-04-03T00:00:00Z",
        "pl|4 listopada 2024|2024-11-04T00:00:00Z",
      })
  void usualDatesNeedNoFormat(@Nullable String language, String text, String date) {
    assertThat(read(null, language, text)).contains(date);
  }

  @ParameterizedTest
  @CsvSource({"today", "31. Februar 2025", "Page 4 of 12", "3 hours ago", "''", "2025"})
  void whatIsNoDateIsNone(String text) {
    assertThat(read(null, null, text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3 hours ago,2025-03-10T09:00:00Z",
    "an hour ago,2025-03-10T11:00:00Z",
    "5 minutes ago,2025-03-10T12:29:00Z",
    "vor 2 Tagen,2025-03-08T00:00:00Z",
    "il y a 3 jours,2025-03-07T00:00:00Z",
    "hace 2 semanas,2025-02-24T00:00:00Z",
    "gestern,2025-03-09T00:00:00Z",
    "3時間前,2025-03-10T09:00:00Z",
    "2 дня назад,2025-03-08T00:00:00Z",
    "just now,2025-03-10T12:34:00Z",
  })
  void relativeDatesAreReadOnlyOnRequest(String text, String date) {
    var dates = new SelectedDate(Optional.empty(), Optional.empty(), "", Optional.of(NOW), true);
    assertThat(dates.text(text)).contains(date);
    assertThat(read(null, null, text)).isEmpty();
  }

  @Test
  void anAttributeForMachinesIsReadBeforeTheFormat() {
    var dates =
        new SelectedDate(Optional.of("yyyy-MM-dd"), Optional.of("en"), "", Optional.of(NOW), false);
    assertThat(dates.machine("2025-03-04T23:30:00-05:00")).contains("2025-03-05T04:30:00Z");
  }
}
