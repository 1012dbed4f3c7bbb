package io.feedloom.serve.view;

import io.feedloom.serve.http.ProblemDocument.ParameterError;
import io.feedloom.serve.http.ProblemDocument.Way;
import java.util.List;

/**
 * What a page says where something could not be shown.
 *
 * @param title the kind of problem
 * @param detail this one
 * @param errors one for each parameter at fault; where there are any, they say what the detail says
 * @param ways on from here
 */
public record ErrorView(
    int status, String title, String detail, List<ParameterError> errors, List<Way> ways) {}
