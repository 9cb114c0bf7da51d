/** Tests of the connection. */
@NullMarked
package io.isobar.cli.broker;

import org.jspecify.annotations.NullMarked;
