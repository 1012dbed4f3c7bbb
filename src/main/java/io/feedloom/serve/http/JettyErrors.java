package io.feedloom.serve.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the HTTP server itself refuses, in the same words as everything else (RFC 9457). Never on a
 * page: Jetty hands over what it could not read, or would not, without the header fields that came
 * with it, so what the client accepts is not known.
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
