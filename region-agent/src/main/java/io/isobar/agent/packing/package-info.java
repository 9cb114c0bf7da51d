/**
 * Which node a piece of work goes to, so that what stays free can still be used. Pure and for one thread: it sees free amounts,
 * shapes and what was asked before, and knows neither pools nor attempts.
 */
@NullMarked
package io.isobar.agent.packing;

import org.jspecify.annotations.NullMarked;
