/**
 * Quantities with their units: processors, memory, time, bandwidth, energy and money. Every value is checked when it
 * is made, every text is either understood exactly or refused, and no arithmetic wraps. JDK only.
 */
@NullMarked
package io.isobar.broker.resource;

import org.jspecify.annotations.NullMarked;
