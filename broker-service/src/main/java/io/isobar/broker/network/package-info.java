/** What lies between places: how fast data moves from one to another, and what leaving one costs. */
@NullMarked
package io.isobar.broker.network;

import org.jspecify.annotations.NullMarked;
