/** Tests of the package of the same name. */
@NullMarked
package io.isobar.broker.session;

import org.jspecify.annotations.NullMarked;
