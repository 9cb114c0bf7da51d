/**
 * What runs teach of the next ones: how long work of a family takes on a model of accelerator, against what was expected of it; and how
 * often pools fail, take back and refuse, and how soon they start. Pure: no clock, no store, no network.
 */
@NullMarked
package io.isobar.broker.learning;

import org.jspecify.annotations.NullMarked;
