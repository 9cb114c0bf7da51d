/**
 * When work with a deadline runs on spot capacity, when it waits for some, and when it pays for capacity that stays. Pure; all
 * times are hours since one beginning, all prices are in one currency for an hour.
 */
@NullMarked
package io.isobar.broker.spot;

import org.jspecify.annotations.NullMarked;
