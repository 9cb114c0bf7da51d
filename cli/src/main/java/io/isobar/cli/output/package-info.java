/** Where results go and in which form: tables, JSON, YAML, names; the standard streams and their failures. */
@NullMarked
package io.isobar.cli.output;

import org.jspecify.annotations.NullMarked;
