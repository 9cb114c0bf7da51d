/** How values read on a terminal: widths, tables, escapes, ages, amounts. Pure functions of their arguments. */
@NullMarked
package io.isobar.cli.text;

import org.jspecify.annotations.NullMarked;
