package io.feedloom.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the server writes its answers as files, for a static host.
 *
 * @param folder an absolute path
 * @param every the time between two exports
 */
public record ExportSettings(Path folder, Duration every) {}
