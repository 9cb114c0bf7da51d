/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.lifecycle;

import org.jspecify.annotations.NullMarked;
