/** Tests of following over lost connections. */
@NullMarked
package io.isobar.cli.follow;

import org.jspecify.annotations.NullMarked;
