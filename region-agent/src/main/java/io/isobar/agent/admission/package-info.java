/**
 * The region's last word: which reservation is held on which nodes. Pure and for one thread; amounts never go below zero and
 * an attempt is counted once, however often it is asked for.
 */
@NullMarked
package io.isobar.agent.admission;

import org.jspecify.annotations.NullMarked;
