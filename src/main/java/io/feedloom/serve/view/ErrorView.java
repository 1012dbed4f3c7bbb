package io.feedloom.serve.view;

import io.feedloom.serve.http.ProblemDocument.ParameterError;
import io.feedloom.serve.http.ProblemDocument.Way;
import java.util.List;

/**
 * What an error page shows.
 *
 * @param title the kind of problem
 * @param detail what is wrong in this case
 * @param errors the wrong parameters; if there are any, the page shows them instead of the detail
 * @param ways links to other pages
 */
public record ErrorView(
    int status, String title, String detail, List<ParameterError> errors, List<Way> ways) {}
