/** What a lost answer of the store leads to. */
@NullMarked
package io.isobar.broker.operations;

import org.jspecify.annotations.NullMarked;
