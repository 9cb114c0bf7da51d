/** Tests of how values read. */
@NullMarked
package io.isobar.cli.text;

import org.jspecify.annotations.NullMarked;
