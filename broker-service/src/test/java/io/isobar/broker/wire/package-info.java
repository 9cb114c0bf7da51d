/** Tests of the codecs. */
@NullMarked
package io.isobar.broker.wire;

import org.jspecify.annotations.NullMarked;
