/** What a feed of dated prices does to plans. */
@NullMarked
package io.isobar.bench.prices;

import org.jspecify.annotations.NullMarked;
