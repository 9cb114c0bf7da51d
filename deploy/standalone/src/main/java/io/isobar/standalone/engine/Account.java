package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL runs as. PostgreSQL refuses root, so under root its data and its processes belong to
 * another user of the machine; otherwise it is simply the user who started the launcher.
 *
 * @param user name, or empty for the launcher's own user
 * @param group numeric group of the user
 * @param capability what lets that user pass through folders that only root may enter, or empty when nothing must
 */
record Account(Optional<String> user, String group, Optional<String> capability) {
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final List<Path> SETPRIV = List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");
    /** Least first: search alone, then the one that restricted containers leave to their root. */
    private static final List<String> CAPABILITIES = List.of("dac_read_search", "dac_override");

    private static final Account LAUNCHER = new Account(Optional.empty(), "", Optional.empty());

    /** The account for this folder, which is handed over to it, and which it is shown to be able to enter. */
    static Account owning(Path folder) throws InterruptedException {
        return runsAsRoot() ? unprivileged(folder) : LAUNCHER;
    }

    /** The command that runs the program under this account. */
    List<String> command(List<String> program) {
        if (user.isEmpty()) {
            return program;
        }
        List<String> command = new ArrayList<>(
                List.of(setpriv().toString(), "--reuid=" + user.get(), "--regid=" + group, "--clear-groups"));
        command.add("--inh-caps=-all" + capability.map(name -> ",+" + name).orElse(""));
        capability.ifPresent(name -> {
            command.add("--ambient-caps=-all,+" + name);
            // Else access(2), by which initdb looks for postgres, would not count the capability.
            command.add("--securebits=+no_setuid_fixup");
        });
        command.addAll(program);
        return List.copyOf(command);
    }

    /** Makes the account the owner of a file or folder, not of what is in it. */
    void own(Path file) {
        if (user.isEmpty()) {
            return;
        }
        try {
            var lookup = file.getFileSystem().getUserPrincipalLookupService();
            var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setOwner(lookup.lookupPrincipalByName(user.get()));
            view.setGroup(lookup.lookupPrincipalByGroupName(group));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hand " + file + " over to user " + user.get(), e);
        }
    }

    private static Account unprivileged(Path folder) throws InterruptedException {
        Account plain = candidates(folder)
                .findFirst()
                .orElseThrow(() -> new PartFailure("PostgreSQL refuses to run as root and the machine has neither of"
                        + " the users " + CANDIDATES + "; start Isobar as an ordinary user"));
        plain.own(folder);
        if (plain.enters(folder)) {
            return plain;
        }
        for (String capability : CAPABILITIES) {
            Account able = new Account(plain.user, plain.group, Optional.of(capability));
            if (able.enters(folder)) {
                return able;
            }
        }
        throw new PartFailure("PostgreSQL refuses to run as root, and user " + plain.user.orElseThrow()
                + " may not enter " + folder + "; set ISOBAR_HOME to a folder that it can reach, for example"
                + " /var/lib/isobar");
    }

    /** The owner of what is there already, before the preferred ones: a second start must find the first one's data. */
    private static Stream<Account> candidates(Path folder) {
        Stream<String> owner = Files.isDirectory(folder) ? Stream.of(ownerOf(folder)) : Stream.empty();
        return Stream.concat(owner.filter(name -> !name.equals("root")), CANDIDATES.stream())
                .flatMap(name ->
                        groupOf(name).stream().map(group -> new Account(Optional.of(name), group, Optional.empty())));
    }

    private boolean enters(Path folder) throws InterruptedException {
        List<String> probe = command(List.of("/bin/sh", "-c", "cd \"$0\"", folder.toString()));
        return Command.run(probe, "", Path.of("/"), QUICK).succeeded();
    }

    private static Path setpriv() {
        return SETPRIV.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new PartFailure("PostgreSQL refuses to run as root, and the program setpriv"
                        + " (package util-linux) is missing to run it as another user; install it, or start Isobar as"
                        + " an ordinary user"));
    }

    private static boolean runsAsRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    private static String ownerOf(Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the owner of " + folder, e);
        }
    }

    private static Optional<String> groupOf(String user) {
        int gid = 3;
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > gid && fields[0].equals(user))
                    .map(fields -> fields[gid])
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /etc/passwd", e);
        }
    }
}
