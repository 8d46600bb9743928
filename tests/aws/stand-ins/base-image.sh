#!/bin/sh
# Makes the root of a slim image with Python 3.13 and no shell, from Debian's packages, as a tar on stdout: what the public image of the
# Dockerfile is, where no image can be pulled. Extracting without configuring needs no chroot.
set -eu
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mmdebstrap --quiet --variant=extract --include=python3.13,ca-certificates trixie "$root" >&2
python=$root/usr/lib/python3.13
cat "$root"/usr/share/ca-certificates/mozilla/*.crt > "$root/ca.pem"
rm -rf "$root"/usr/share "$root"/var "$root"/usr/sbin "$root"/sbin "$root"/boot "$root"/home "$root"/media "$root"/mnt "$root"/opt "$root"/srv
rm -rf "$root"/usr/lib/apt "$root"/usr/lib/dpkg "$root"/usr/lib/systemd "$root"/usr/lib/init "$root"/usr/lib/locale "$root"/usr/libexec
rm -rf "$root"/usr/lib/*-linux-gnu/gconv "$root"/usr/lib/*-linux-gnu/perl* "$root"/usr/lib/*-linux-gnu/libapt* "$root"/usr/lib/*-linux-gnu/security
rm -rf "$python"/idlelib "$python"/ensurepip "$python"/turtledemo "$python"/pydoc_data "$python"/lib-dynload/_test* "$python"/lib-dynload/_xx*
find "$root"/usr/bin "$root"/bin/ -mindepth 1 ! -name 'python3.13' -delete 2>/dev/null || true
ln -s python3.13 "$root/usr/bin/python3"
for link in bin lib lib64; do [ -e "$root/$link" ] || ln -s "usr/$link" "$root/$link"; done
rm -rf "$root"/etc/apt "$root"/etc/dpkg "$root"/etc/resolv.conf "$root"/etc/hostname
mkdir -p "$root/tmp" "$root/etc/ssl/certs" "$root/var/tmp" "$root/home" "$root/root"
chmod 1777 "$root/tmp" "$root/var/tmp"
mv "$root/ca.pem" "$root/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/root:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n' > "$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' > "$root/etc/group"
tar --numeric-owner --sort=name -C "$root" -cf - .
