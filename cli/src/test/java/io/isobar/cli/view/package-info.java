/** Tests of how records read. */
@NullMarked
package io.isobar.cli.view;

import org.jspecify.annotations.NullMarked;
