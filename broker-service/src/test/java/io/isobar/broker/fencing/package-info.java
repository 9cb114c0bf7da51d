/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.fencing;

import org.jspecify.annotations.NullMarked;
