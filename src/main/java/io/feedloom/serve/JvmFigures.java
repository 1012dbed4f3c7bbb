package io.feedloom.serve;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The metrics of the JVM and the formats of metrics. This class is initialized when they are first
 * requested: the library asks the JVM for its MBeans, which would take a tenth of the start.
 */
final class JvmFigures {
  static final ExpositionFormats FORMATS = ExpositionFormats.init();
  static final PrometheusRegistry REGISTRY = registry();

  private JvmFigures() {}

  private static PrometheusRegistry registry() {
    var registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    return registry;
  }
}
