/**
 * What the region runs: each attempt from its reservation to its end, fenced by epoch, written down before it is started.
 */
@NullMarked
package io.isobar.agent.execution;

import org.jspecify.annotations.NullMarked;
