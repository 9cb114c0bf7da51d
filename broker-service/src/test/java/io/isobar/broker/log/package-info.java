/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.log;

import org.jspecify.annotations.NullMarked;
