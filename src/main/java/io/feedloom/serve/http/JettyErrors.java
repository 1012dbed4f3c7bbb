package io.feedloom.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests that Jetty itself refuses, with a problem document (RFC 9457). Never sends a
 * page: Jetty passes such a request on without its header fields, so the formats that the client
 * accepts are unknown.
 */
public final class JettyErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    var title = HttpStatus.getMessage(status);
    var problem =
        ProblemDocument.of(status, title, "The request could not be read or answered: " + title);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
    Delivery.guardUnstored(response.getHeaders());
    response.write(true, ByteBuffer.wrap(problem.body()), callback);
    return true;
  }
}
