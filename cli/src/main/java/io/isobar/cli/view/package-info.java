/** Records of the contract as a person reads them. Pure: records in, lines out. */
@NullMarked
package io.isobar.cli.view;

import org.jspecify.annotations.NullMarked;
