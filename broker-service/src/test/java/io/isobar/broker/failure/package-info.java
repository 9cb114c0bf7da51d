/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.failure;

import org.jspecify.annotations.NullMarked;
