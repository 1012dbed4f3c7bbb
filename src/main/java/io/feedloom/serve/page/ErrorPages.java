package io.feedloom.serve.page;

import io.feedloom.serve.access.Views;
import io.feedloom.serve.access.Visitor;
import io.feedloom.serve.http.HeaderField;
import io.feedloom.serve.http.Negotiation;
import io.feedloom.serve.http.Page;
import io.feedloom.serve.http.ProblemDocument;
import io.feedloom.serve.http.ProblemDocument.ParameterError;
import io.feedloom.serve.http.ProblemDocument.Way;
import io.feedloom.serve.http.PublicUrl;
import io.feedloom.serve.view.ErrorView;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Turns a problem document into a page if the client prefers pages. */
public final class ErrorPages {
  private final Supplier<Views> views;
  private final Pages html;

  public ErrorPages(Supplier<Views> views, Pages html) {
    this.views = views;
    this.html = html;
  }

  /** Replaces the problem document of this answer, if there is one and the client prefers pages. */
  public void show(Context ctx) {
    var problem = ProblemDocument.sent(ctx);
    if (problem.isPresent()) {
      ctx.header("Vary", "Accept, " + Page.VARY);
      if (Negotiation.of(HeaderField.of(ctx, "Accept")).equals(Optional.of(Negotiation.PAGE))) {
        html.problem(ctx, view(ctx, problem.get()), views.get().of(ctx));
      }
    }
  }

  private static ErrorView view(Context ctx, ProblemDocument problem) {
    var ways = new ArrayList<>(problem.ways());
    without(ctx, problem.errors()).ifPresent(ways::add);
    if (problem.status() >= 500 && ctx.method().equals(HandlerType.GET)) {
      ways.add(new Way("Try again", address(ctx, ctx.queryParamMap())));
    }
    ways.add(new Way("To the river", Visitor.of(ctx).link("/")));
    return new ErrorView(
        problem.status(), problem.title(), problem.detail(), problem.errors(), ways);
  }

  /** Returns a link to the same address without the wrong parameters. */
  private static Optional<Way> without(Context ctx, List<ParameterError> errors) {
    var left = new TreeMap<>(ctx.queryParamMap());
    var wrong =
        errors.stream()
            .map(ParameterError::parameter)
            .filter(left::containsKey)
            .distinct()
            .toList();
    wrong.forEach(left::remove);
    var names = wrong.stream().collect(Collectors.joining(" and "));
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(new Way("The same without " + names, address(ctx, left)));
  }

  private static String address(Context ctx, Map<String, List<String>> parameters) {
    var query =
        parameters.entrySet().stream()
            .flatMap(
                parameter ->
                    parameter.getValue().stream()
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
            .collect(Collectors.joining("&"));
    return PublicUrl.of(ctx).link(ctx.req().getRequestURI()) + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
