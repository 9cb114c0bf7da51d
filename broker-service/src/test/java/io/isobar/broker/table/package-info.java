/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.table;

import org.jspecify.annotations.NullMarked;
