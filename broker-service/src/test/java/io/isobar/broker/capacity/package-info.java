/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.capacity;

import org.jspecify.annotations.NullMarked;
