/** Tests of the catalogue and of what names mean. */
@NullMarked
package io.isobar.broker.catalog;

import org.jspecify.annotations.NullMarked;
