package io.isobar.broker.placement;

/**
 * A part of a gang and its place.
 *
 * @param group index into the groups of the workload: 0 is the main one
 * @param name of the group
 */
public record GangPart(int group, String name, Candidate candidate) {}
