package io.feedloom.store.api;

/**
 * The size of the WebSub hub.
 *
 * @param waiting subscriptions for which there are news
 * @param failing subscriptions whose last delivery failed
 * @param requests requests whose callbacks have not confirmed them
 */
public record HubFigures(
    long topics, long subscriptions, long waiting, long failing, long requests) {}
