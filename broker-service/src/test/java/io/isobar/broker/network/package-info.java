/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.network;

import org.jspecify.annotations.NullMarked;
