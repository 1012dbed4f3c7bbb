package io.feedloom.parse.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # RFC 3339 and W3CDTF, whole and in part
          2021-11-23T17:44:05Z            | 2021-11-23T17:44:05Z
          2021-11-23T17:44:05+01:00       | 2021-11-23T16:44:05Z
          2021-11-23T17:44:05-0330        | 2021-11-23T21:14:05Z
          2021-11-23T17:44+0000           | 2021-11-23T17:44:00Z
          2021-11-23T17:44                | 2021-11-23T17:44:00Z
          2021-11-23 17:44:05             | 2021-11-23T17:44:05Z
          2021-11-23 17:44:05 +0200       | 2021-11-23T15:44:05Z
          2021-11-23                      | 2021-11-23T00:00:00Z
          2021-11                         | 2021-11-01T00:00:00Z
          2021                            | 2021-01-01T00:00:00Z
          2021-3-7 9:05:00                | 2021-03-07T09:05:00Z
          2021/03/07 09:05                | 2021-03-07T09:05:00Z
          20211123                        | 2021-11-23T00:00:00Z
          20211123T174405Z                | 2021-11-23T17:44:05Z
          20211123174405                  | 2021-11-23T17:44:05Z
          2021-11-23T17:44:05 EST         | 2021-11-23T22:44:05Z
          2021-11-23T17:44:05:-0500       | 2021-11-23T22:44:05Z
          2021-11-23T17:44:05:00          | 2021-11-23T17:44:05Z
          Tue, 23 Nov 2021 17:44:05 --0500 | 2021-11-23T22:44:05Z
          2021-11-23T17:44:05 Z           | 2021-11-23T17:44:05Z
          2016-12-31T23:59:60Z            | 2017-01-01T00:00:00Z
          2021-11-23T24:00:00Z            | 2021-11-24T00:00:00Z
          # fractions of seconds are fractions, whatever their number of digits
          2021-11-23T17:44:33.39885Z      | 2021-11-23T17:44:33.398850Z
          2021-11-23T17:44:33.5+01:00     | 2021-11-23T16:44:33.500Z
          2021-11-23T17:44:33,250Z        | 2021-11-23T17:44:33.250Z
          2021-11-23T17:44:33.1234567891Z | 2021-11-23T17:44:33.123456789Z
          # RFC 5322 and what it was before
          Tue, 23 Nov 2021 17:44:05 GMT   | 2021-11-23T17:44:05Z
          Tue, 23 Nov 2021 17:44:05 +0100 | 2021-11-23T16:44:05Z
          Tue, 23 Nov 21 17:44:05 GMT     | 2021-11-23T17:44:05Z
          23 Nov 2021 17:44 UT            | 2021-11-23T17:44:00Z
          Tue, 23 Nov 2021 17:44:05 EST   | 2021-11-23T22:44:05Z
          Tue, 23 Nov 2021 17:44:05 PDT   | 2021-11-24T00:44:05Z
          Tue, 23 Nov 2021 17:44:05 CEST  | 2021-11-23T15:44:05Z
          Tue, 23 Nov 2021 17:44:05 QQQ   | 2021-11-23T17:44:05Z
          Tue, 23 Nov 2021 17:44:05 GMT+2 | 2021-11-23T15:44:05Z
          Tue, 23 Nov 2021 17:44:05 +01:00| 2021-11-23T16:44:05Z
          Tue, 23 Nov 2021 17:44:05 -0500 (EST) | 2021-11-23T22:44:05Z
          Tue, 23 Nov 2021 17:44:05       | 2021-11-23T17:44:05Z
          Tue, 23 Nov 2021                | 2021-11-23T00:00:00Z
          Tue 23-Nov-2021 17:44:05 GMT    | 2021-11-23T17:44:05Z
          Mon, 23 Nov 2021 17:44:05 GMT   | 2021-11-23T17:44:05Z
          Tuesday, 23 November 2021 17:44:05 Z | 2021-11-23T17:44:05Z
          Tue,23 Nov 2021 17:44:05 GMT    | 2021-11-23T17:44:05Z
          Tues, 7 Sept 2021 7:04:05 GMT   | 2021-09-07T07:04:05Z
          Fri Nov 26 17:44:05 PST 2021    | 2021-11-27T01:44:05Z
          Sun, 04 Jul 1776 12:00:00 GMT   | 1776-07-04T12:00:00Z
          Fri, 01 Jan 99 00:00:00 GMT     | 1999-01-01T00:00:00Z
          # as people write
          November 23, 2021               | 2021-11-23T00:00:00Z
          November 23rd, 2021 5:44 pm     | 2021-11-23T17:44:00Z
          Nov. 23, 2021 12:05 a.m.        | 2021-11-23T00:05:00Z
          Tuesday November 23 2021 at 5:44 PM EST | 2021-11-23T22:44:00Z
          23 Nov 2021 5pm                 | 2021-11-23T17:00:00Z
          11/23/2021 5:44:05 PM           | 2021-11-23T17:44:05Z
          23/11/2021 17:44                | 2021-11-23T17:44:00Z
          23.11.2021 17:44                | 2021-11-23T17:44:00Z
          Tue, 23 Nov 2021 17:44:05 Europe/Berlin | 2021-11-23T16:44:05Z
          # in other languages
          Di, 23 März 2021 17:44:05 +0100 | 2021-03-23T16:44:05Z
          23. Dezember 2021               | 2021-12-23T00:00:00Z
          mar. 23 févr. 2021 17:44:05 +0000 | 2021-02-23T17:44:05Z
          mié, 24 nov 2021 17:44:05 GMT   | 2021-11-24T17:44:05Z
          23 novembro 2021                | 2021-11-23T00:00:00Z
          23 ноября 2021 17:44            | 2021-11-23T17:44:00Z
          Κυρ, 11 Ιουλ 2021 12:00:00 EST  | 2021-07-11T17:00:00Z
          2021-július-13T9:15-05:00       | 2021-07-13T14:15:00Z
          2021년 11월 23일 오후 5:44:05       | 2021-11-23T08:44:05Z
          2021年11月23日                    | 2021-11-23T00:00:00Z
          mer, 9 avr 2018 00:00:00 +0200  | 2018-04-08T22:00:00Z
          # forms of which much is left out, or written twice
          November 2021                   | 2021-11-01T00:00:00Z
          Sat, 11 04 2020 08:51:49 +0100  | 2020-04-11T07:51:49Z
          Mon, 03/30/2020 - 19:19         | 2020-03-30T19:19:00Z
          2020-11-08T16:20:00-05:00Z      | 2020-11-08T21:20:00Z
          2021-11-23 17:44:05 -0700 MST   | 2021-11-24T00:44:05Z
          Thu Nov 12 2020 17:00:00 GMT+0000 (Coordinated Universal Time) | 2020-11-12T17:00:00Z
          031231                          | 2003-12-31T00:00:00Z
          03-12-31                        | 2003-12-31T00:00:00Z
          -0312                           | 2003-12-01T00:00:00Z
          2003-335                        | 2003-12-01T00:00:00Z
          2003335                         | 2003-12-01T00:00:00Z
          Sat, 1 Jan 00 10:00:00 GMT      | 2000-01-01T10:00:00Z
          # Unix seconds and milliseconds
          1637689445                      | 2021-11-23T17:44:05Z
          1637689445000                   | 2021-11-23T17:44:05Z
          """)
  void formsThatFeedsUseAreRead(String written, Instant expected) {
    assertThat(FeedDate.parse(written)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2021-13-01",
        "2021-02-30T10:00:00Z",
        "2021-11-23T25:00:00Z",
        "2021-11-23T10:61:00Z",
        "2021-11-23T10:xx:00Z",
        "2021-11-23T10:00:00+xx:00",
        "Tue, 99 Nov 2021 10:00:00 GMT",
        "Tue, 23 Zzz 2021 10:00:00 GMT",
        "2021-11-23-01",
        "Tue, 23 Nov 2021 10:00:00:00 GMT",
        "12:30",
        "November",
        "1 2 3 4 5",
        "99999999999999999999",
        "T",
        "-",
        ":::",
        "2021-11-23T",
        "+0100",
        "0001-01-01T00:00:00Z",
        "0000-00-00 00:00:00",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Sun, 16 Dec 2012 11:47:32 +zz00"
      })
  void textsThatAreNoDatesAreEmpty(String written) {
    assertThat(FeedDate.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_000_000})
  void veryLongDateIsRefusedAtOnce(int length) {
    assertThat(FeedDate.parse("1 ".repeat(length))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2021-11-23T17:44:05.5+01:00[Europe/Berlin]             | 2021-11-23T16:44:05.500Z
          2021-11-23T17:44:05Z[UTC]                              | 2021-11-23T17:44:05Z
          2021-11-23T17:44:05Z[Etc/UTC]                          | 2021-11-23T17:44:05Z
          2021-11-23T17:44:05[Europe/Berlin]                     | 2021-11-23T16:44:05Z
          2021-07-23T17:44:05[!Europe/Berlin][u-ca=gregory]      | 2021-07-23T15:44:05Z
          2021-11-23T17:44:05+01:00[u-ca=gregory]                | 2021-11-23T16:44:05Z
          2021-11-23T17:44:05-03:00[America/Argentina/Salta]     | 2021-11-23T20:44:05Z
          2021-11-23T17:44+05:30[Asia/Kolkata]                   | 2021-11-23T12:14:00Z
          2021-11-23T17:44:05+01:00 [Europe/Berlin]              | 2021-11-23T16:44:05Z
          2021-11-23T17:44:05+01:00 Europe/Berlin                | 2021-11-23T16:44:05Z
          2021-11-23T17:44:05+01:00 (Europe/Berlin)              | 2021-11-23T16:44:05Z
          2021-11-23T17:44:05[+01:00]                            | 2021-11-23T16:44:05Z
          Tue, 23 Nov 2021 17:44:05 +0100 [Europe/Berlin]        | 2021-11-23T16:44:05Z
          Tue, 23 Nov 2021 17:44:05 GMT[GMT]                     | 2021-11-23T17:44:05Z
          2021-11-23[Europe/Berlin]                              | 2021-11-22T23:00:00Z
          """)
  void zoneNameAfterADateIsRead(String written, Instant expected) {
    assertThat(FeedDate.parse(written)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 1 Jan 70 00:00:00 GMT",
        "Thu, 01 Jan 1970 01:00:00 +0100",
        "Wed, 31 Dec 1969 19:00:00 -0500",
        "Wed, 31 Dec 1969 16:00:00 PST",
        "Thu, 01 Jan 1970 00:00:00 +0200",
        "Thu, 01 Jan 1970",
        "Thu Jan 01 1970 09:00:00 GMT+0900 (Japan Standard Time)",
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00.000Z",
        "1970-01-01T01:00:00+01:00",
        "1970-01-01T01:00:00+01:00[Europe/Berlin]",
        "1970-01-01T00:00:00+05:30",
        "1970-01-01 05:30:00",
        "1969-12-31 16:00:00",
        "1969-12-31T23:59:59Z",
        "19700101T000000Z",
        "19700101",
        "1 January 1970",
        "0",
        "-1",
        "000000000",
        "0000000000",
        "0000000000000",
        "Mon, 01 Jan 1900 00:00:00 GMT",
        "1900-01-01",
        "1900-01-01T00:00:00-05:00",
        "1601-01-01T00:00:00Z",
        "Mon, 01 Jan 1601 00:00:00 GMT",
        "1753-01-01T00:00:00",
        "1899-12-30T00:00:00Z",
        "1899-12-31 00:00",
        "1904-01-01T00:00:00Z",
        "Tue, 01 Jan 1980 00:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "0001-01-01T00:00:00+00:00",
        "0000-00-00",
        "0000-00-00T00:00:00Z",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "1970-00-00",
        "null",
        "Invalid Date",
      })
  void placeholderDatesAreEmpty(String written) {
    assertThat(FeedDate.parse(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1970-01-02T00:00:00Z            | 1970-01-02T00:00:00Z
          1970-01-01T12:34:56Z            | 1970-01-01T12:34:56Z
          1970-01-01T10:00:00Z            | 1970-01-01T10:00:00Z
          Thu, 01 Jan 1970 08:15:00 +0100 | 1970-01-01T07:15:00Z
          1969-07-20T20:17:40Z            | 1969-07-20T20:17:40Z
          1970                            | 1970-01-01T00:00:00Z
          1970-01                         | 1970-01-01T00:00:00Z
          1970-12-31                      | 1970-12-31T00:00:00Z
          1900                            | 1900-01-01T00:00:00Z
          1900-01-01T09:30:00Z            | 1900-01-01T09:30:00Z
          Thu, 01 Jan 1901 00:00:00 GMT   | 1901-01-01T00:00:00Z
          1901-12-13T20:45:52Z            | 1901-12-13T20:45:52Z
          1980-01-01                      | 1980-01-01T00:00:00Z
          1980-01-06T00:00:00Z            | 1980-01-06T00:00:00Z
          2000-01-01T00:00:00Z            | 2000-01-01T00:00:00Z
          """)
  void realDatesNearPlaceholdersStay(String written, Instant expected) {
    assertThat(FeedDate.parse(written)).contains(expected);
  }
}
