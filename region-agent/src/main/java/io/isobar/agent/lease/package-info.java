/**
 * Until when a region may go on with what it runs while nobody confirms it: the lease, what renews it, and the file by which it
 * outlives the agent.
 */
@NullMarked
package io.isobar.agent.lease;

import org.jspecify.annotations.NullMarked;
