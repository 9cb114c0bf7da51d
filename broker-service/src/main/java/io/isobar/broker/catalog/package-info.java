/**
 * What is known about accelerators, and what a name means. The catalogue is data with a source for every figure; an
 * empty cell is unknown. A name means exactly one model, several, or none: it is never guessed from a part of it.
 */
@NullMarked
package io.isobar.broker.catalog;

import org.jspecify.annotations.NullMarked;
