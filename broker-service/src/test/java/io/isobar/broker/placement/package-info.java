/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.placement;

import org.jspecify.annotations.NullMarked;
