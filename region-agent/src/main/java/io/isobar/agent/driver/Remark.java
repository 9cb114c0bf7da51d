package io.isobar.agent.driver;

/**
 * What of a region is not offered, or not understood.
 *
 * @param about what it is about, in the resource manager's words: {@code node g1}
 * @param what what is the matter with it; the same words wherever the same is
 */
public record Remark(String about, String what) {}
