/** What capacity costs: offers, billing modes, exchange rates. */
@NullMarked
package io.isobar.broker.market;

import org.jspecify.annotations.NullMarked;
