/**
 * What drivers keep on disk of each attempt: a folder with one for each replica, which holds its output, and a folder for each workload.
 */
@NullMarked
package io.isobar.agent.driver.files;

import org.jspecify.annotations.NullMarked;
