/** Tests of quantities: tables of texts, and properties over seeded random values. */
@NullMarked
package io.isobar.broker.resource;

import org.jspecify.annotations.NullMarked;
