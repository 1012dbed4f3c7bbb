package io.feedloom.fetch;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the heads of answers, and refuses one that arrived before its request was sent. Otherwise,
 * if a body is longer than its {@code Content-Length}, the rest would count as the answer to the
 * next request, which may be for another feed.
 */
final class HttpAnswerParser extends DefaultHttpResponseParser {
  private boolean interim;

  private HttpAnswerParser(Http1Config config) {
    super(config);
  }

  /** Makes one parser for each connection. */
  static final class Factory extends DefaultHttpResponseParserFactory {
    private final Http1Config config;

    Factory(Http1Config config) {
      this.config = config;
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
      return new HttpAnswerParser(config);
    }
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    if (!interim && buffer.length() > 0) {
      throw new ProtocolException("the previous answer was longer than its announced length");
    }
    var answer = super.parse(buffer, in);
    // After an interim answer (1xx), the final one may already be there.
    interim = answer != null && answer.getCode() < HttpStatus.SC_SUCCESS;
    return answer;
  }
}
